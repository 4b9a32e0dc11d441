import type { Post } from '#lib/content/model/types.ts'
import { nextTurn } from '#lib/core/next-turn.ts'
import { getEngineLanguage } from '#lib/site/site.ts'
import { formatDayOfYear, formatWrittenDay } from './written-at.tsx'

/** About a millisecond of rendering. */
const postsPerTurn = 20

interface Options {
  posts: readonly Post[]
  /** Show the year with each day, if no heading above does. */
  hasYears?: boolean
  level?: 2 | 3
}

/** Posts as lines with the day in the margin. Each is an h-entry; put the list into an h-feed. */
export function PostList({ posts, ...options }: Options) {
  const others = Array.from({ length: Math.ceil(posts.length / postsPerTurn) - 1 }, (_, index) =>
    posts.slice((index + 1) * postsPerTurn, (index + 2) * postsPerTurn),
  )
  return (
    <ol className="grid gap-7" reversed>
      <Lines {...options} posts={posts.slice(0, postsPerTurn)} />
      {others.map((part) => (
        <LaterLines {...options} key={part[0]?.path} posts={part} />
      ))}
    </ol>
  )
}

/** No other request waits for the whole list. */
async function LaterLines(options: Options) {
  await nextTurn()
  return <Lines {...options} />
}

function Lines({ posts, hasYears = false, level = 3 }: Options) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return posts.map((post) => (
    <li className="h-entry post-line" key={post.path}>
      <time
        className="label dt-published post-day text-quiet"
        dateTime={post.publishedAt.text}
        lang={getEngineLanguage()}
      >
        {hasYears ? formatWrittenDay(post.date) : formatDayOfYear(post.date)}
      </time>
      {post.title === null ? (
        <p className="post-note max-w-152 text-[1.1875rem] [line-height:1.5]">
          <a className="u-url u-uid" href={post.path}>
            <bdi className="p-summary">{post.excerptText || post.label}</bdi>
          </a>
        </p>
      ) : (
        <Heading className="post-title">
          <a className="p-name u-url u-uid" href={post.path}>
            <bdi>{post.title}</bdi>
          </a>
        </Heading>
      )}
      {post.title !== null && post.tagline !== null && (
        <p className="p-summary text-pretty text-quiet" dir="auto">
          {post.tagline}
        </p>
      )}
    </li>
  ))
}
