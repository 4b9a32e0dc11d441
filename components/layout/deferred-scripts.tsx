/** Asks the front door to bring the framework's scripts once the picture is there. React moves it to the head. */
export function DeferredScripts() {
  return <meta content="later" name="scripts" />
}
