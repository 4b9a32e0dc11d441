import { existsSync } from 'node:fs'

/** Written by Docker and by Podman into each container. */
const marks = ['/.dockerenv', '/run/.containerenv']

/**
 * Says that this user can't write into a folder, and which command changes that.
 * @param folder absolute
 */
export function describePermission(folder: string, isContainer = marks.some(existsSync)): string {
  const user = process.geteuid?.() ?? 'USER'
  const command = (place: string) => `sudo chown -R ${user} ${place}`
  const advice = isContainer
    ? `On the host run ${command('FOLDER')}, with the folder that is mounted at ${folder}, or start the container with --user and the number of that folder's owner`
    : `Run ${command(folder)}`
  return `user ${user} can't write into it. ${advice}, then start again`
}
