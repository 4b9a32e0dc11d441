import { describe } from 'vitest'
import { describeApps } from './apps.contract.ts'
import { describeArchive } from './archive.contract.ts'
import { describeAvatars } from './avatars.contract.ts'
import { describeCameras } from './cameras.contract.ts'
import { describeClaims } from './claims.contract.ts'
import { describeClocks } from './clocks.contract.ts'
import { describeFlipbooks } from './flipbooks.contract.ts'
import { describeHiddenNames } from './hidden-names.contract.ts'
import { describeHiding } from './hiding.contract.ts'
import { describeHistory } from './history.contract.ts'
import { describeHub } from './hub.contract.ts'
import { describeManaging } from './managing.contract.ts'
import { describeNotifications } from './notifications.contract.ts'
import { describeOutbox } from './outbox.contract.ts'
import { describeOverview } from './overview.contract.ts'
import { describeOwner } from './owner.contract.ts'
import { describePrintEdits } from './print-edits.contract.ts'
import { describePrinters } from './printers.contract.ts'
import { describePrints } from './prints.contract.ts'
import { describePublishing } from './publishing.contract.ts'
import { describePush } from './push.contract.ts'
import { describeReports } from './reports.contract.ts'
import { describeRetention } from './retention.contract.ts'
import { describeSentMentions } from './sent-mentions.contract.ts'
import type { OpenEmptyStore } from './test-store.ts'
import { describeWebMentions } from './web-mentions.contract.ts'

/** The contract of every store adapter. */
export function describeStore(name: string, open: OpenEmptyStore): void {
  describe(name, () => {
    describePrinters(open)
    describeManaging(open)
    describeReports(open)
    describeCameras(open)
    describeClocks(open)
    describeHistory(open)
    describeRetention(open)
    describePrints(open)
    describePrintEdits(open)
    describePublishing(open)
    describeFlipbooks(open)
    describeHiding(open)
    describeHiddenNames(open)
    describeArchive(open)
    describeClaims(open)
    describeOwner(open)
    describeApps(open)
    describeNotifications(open)
    describeOutbox(open)
    describePush(open)
    describeOverview(open)
    describeHub(open)
    describeWebMentions(open)
    describeAvatars(open)
    describeSentMentions(open)
  })
}
