import { addCopyButtons } from './copy-buttons.ts'
import { enableEnlarging } from './enlarge.ts'
import { refreshCard } from './live-card.ts'
import { suggestWhileTyping } from './search.ts'
import { addThemeToggle } from './theme.ts'

// All the script that a document has. Deferred and optional: whatever is here, the page is complete without it.
addThemeToggle()
addCopyButtons()
enableEnlarging()
suggestWhileTyping()
refreshCard()
