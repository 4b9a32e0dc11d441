import { addCopyButtons } from './copy-buttons.ts'
import { enlargeFigures } from './enlarge.ts'
import { keepCardLive } from './live-card.ts'
import { helpSearching } from './search.ts'
import { offerThemes } from './theme.ts'

// All the script that a document has. Deferred and optional: whatever is here, the page is complete without it.
offerThemes()
addCopyButtons()
enlargeFigures()
helpSearching()
keepCardLive()
