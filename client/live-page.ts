import { offerMessages } from './push/offer-messages.ts'
import { addThemeSwitch } from './theme.ts'

// All that the live pages take of the client script: inline in the head, so that it costs no request before the first paint.
addThemeSwitch()
addEventListener('DOMContentLoaded', offerMessages)
