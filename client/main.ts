import { addCopyButtons } from './copy-buttons.ts'
import { enableEnlarging } from './enlarge.ts'
import { refreshCards } from './live-card.ts'
import { searchWhileTyping } from './search.ts'
import { addThemeSwitch } from './theme.ts'

// The only script of static pages, deferred. They are complete without it.
addThemeSwitch()
addCopyButtons()
enableEnlarging()
searchWhileTyping()
refreshCards()
