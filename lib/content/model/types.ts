import type { ContentIssue } from '#lib/core/content-issue.ts'
import type { DocumentBody } from '../cache/document-cache.ts'
import type { UsedFiles } from '../cache/prune-cache.ts'
import type { PlacedPost } from '../read/permalinks.ts'
import type { ProjectSource } from '../read/project-source.ts'
import type { PostResponse } from '../read/responses.ts'
import type { RetiredPaths } from '../read/retired-paths.ts'
import type { ZonedDate } from '../read/zoned-date.ts'
import type { Heading } from '../render/headings.ts'
import type { DocumentPicture } from '../render/images.ts'

export type { DocumentBody, PostResponse, ZonedDate }

export interface TocEntry {
  id: string
  text: string
  children: TocEntry[]
}

/** What all kinds of documents have in common, without the text. */
export interface Document {
  /** Permalink without the origin and without a slash at its end. */
  path: string
  /** Permalink with the origin. */
  url: string
  /** Relative to the content folder, for the link to edit it. */
  file: string
  isDraft: boolean
  /** In no list, feed, search or sitemap. */
  isUnlisted: boolean
  tagline: string | null
  excerptHtml: string
  /** At most 300 characters. */
  excerptText: string
  /** Reading time, at least 1. */
  minutes: number
  words: number
  headings: Heading[]
  /** Empty if there are fewer than three headings. */
  toc: TocEntry[]
  pictures: DocumentPicture[]
  /** The thumbnail, or the first picture. */
  cover: DocumentPicture | null
  /** Style sheet with rules for this document alone, to be linked in its page. */
  stylesheetUrl: string | null
  /** Origins of frames, which load by a click, for the page's Content-Security-Policy. */
  frameOrigins: string[]
  /** Names its body and its text in the cache. */
  cacheKey: string
  /** Of the files in `assets/` that it needs; see `getStem`. */
  assetStems: readonly string[]
}

export interface ProjectRef {
  slug: string
  /** The slug if no such project is published. */
  title: string
  /** Null if no such project is published. */
  path: string | null
}

export interface Post
  extends Document,
    Omit<PlacedPost, 'markdown' | 'thumbnail' | 'photos' | 'projects'> {
  kind: 'post'
  /** The title, or a note's first words: for lists, `<title>` and links. */
  label: string
  projects: ProjectRef[]
}

export interface Project extends Document, Omit<ProjectSource, 'markdown' | 'thumbnail'> {
  kind: 'project'
}

export interface Page extends Document {
  kind: 'page'
  title: string
  updatedAt: ZonedDate | null
}

export type AnyDocument = Post | Project | Page

/** What the content folder holds, without the bodies: plain data, which one process can send to another. */
export interface ContentData extends RetiredPaths {
  siteUrl: string
  /** Newest first. */
  posts: readonly Post[]
  /** Unfinished first, then the newest. */
  projects: readonly Project[]
  pages: readonly Page[]
  /** They have their pages, and are in none of the lists above. */
  unlisted: readonly AnyDocument[]
  /** Why files are left out or incomplete. A build with any fails. */
  errors: readonly ContentIssue[]
  warnings: readonly ContentIssue[]
  /** Documents that aren't public or in no list, and why. */
  withheld: readonly ContentIssue[]
  /** When a document appears or expires next: the content has to be opened again. Null if none does. */
  changesAt: Date | null
  /** Folder of the bodies, the texts and the pictures. */
  cacheDir: string
  /** Number of documents that were not in the cache. */
  renderedCount: number
  /** False until the folder has been read once. */
  isRead: boolean
}

/** Of a folder that isn't read yet. */
export function emptyContent(from: { siteUrl: string; cacheDir: string }): ContentData {
  return {
    siteUrl: from.siteUrl,
    cacheDir: from.cacheDir,
    posts: [],
    projects: [],
    pages: [],
    unlisted: [],
    redirects: new Map(),
    withdrawn: new Set(),
    errors: [],
    warnings: [],
    withheld: [],
    changesAt: null,
    renderedCount: 0,
    isRead: false,
  }
}

/** The content folder, as the site shows it. */
export interface Content extends ContentData {
  /** Folder of the files that `/assets/` serves. It may have files of documents that are no longer public. */
  assetDirectory: string
  /** Whether a document that is public needs this file of that folder. */
  hasAsset(name: string): boolean
  /** Cache entries and assets in use; all others are left from earlier builds. */
  used: UsedFiles
  readBody(document: Document): Promise<DocumentBody>
  /** The text without markup. */
  readText(document: Document): Promise<string>
}

export interface Tag {
  tag: string
  path: string
  /** Newest first. */
  posts: Post[]
  projects: Project[]
  /** Of posts and projects. */
  count: number
  /** Tags used together with it, the most frequent first. */
  related: string[]
}

export type SearchableDocument = Post | (Project & { label: string }) | (Page & { label: string })

/** Part of a text; `isMatch` marks a search term. */
export interface SearchResultPart {
  text: string
  isMatch: boolean
}

export interface SearchResult {
  document: SearchableDocument
  label: SearchResultPart[]
  /** The part of the text with most of the search terms; the summary if none is in the text. */
  excerpt: SearchResultPart[]
  /** Tags and projects that match; empty if none does. */
  topics: SearchResultPart[][]
}
