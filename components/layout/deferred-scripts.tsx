/** Makes the server defer the framework's scripts until the picture has loaded. React moves this tag to the head. */
export function DeferredScripts() {
  return <meta content="later" name="scripts" />
}
