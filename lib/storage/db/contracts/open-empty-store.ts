import type { OpenStore } from '../open-store.ts'

/** Opens an empty store; who opens it closes it and clears away. */
export type OpenEmptyStore = () => Promise<OpenStore>
