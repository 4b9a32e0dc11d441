import { slug as slugify } from 'github-slugger'

export interface ReadTags {
  /** Plain tags, as they stand in `/tags/<tag>`. */
  tags: string[]
  /** Slugs of the projects that are meant, in the order they are named. */
  projects: string[]
}

/**
 * Makes one spelling of both generations: `project:infrastructure` and `/projects/infrastructure/` are the project;
 * any other path is the tag at its end; `3D Printing` is `3d-printing`.
 */
export function readTags(given: readonly string[]): ReadTags {
  const tags = new Set<string>()
  const projects = new Set<string>()
  for (const text of given) {
    const project = /^(?:project:|\/projects\/)\s*([^/]+)\/?$/i.exec(text.trim())?.[1]
    if (project !== undefined) projects.add(slugify(project))
    else {
      const tag = slugify(text.split('/').findLast((part) => part.trim() !== '') ?? '')
      if (tag !== '') tags.add(tag)
    }
  }
  return { tags: [...tags], projects: [...projects] }
}
