/** A plain form: the answer is a page. With the reader's script, `/` leads here and answers come while typing. */
export function SearchForm({ query = '' }: { query?: string }) {
  return (
    <search>
      <form action="/search" className="search-form">
        <label className="label" htmlFor="q">
          Search
        </label>
        <input
          aria-keyshortcuts="/"
          autoComplete="off"
          defaultValue={query}
          enterKeyHint="search"
          id="q"
          maxLength={100}
          name="q"
          required
          spellCheck="false"
          type="search"
        />
        <button className="button label" type="submit">
          Search
        </button>
      </form>
    </search>
  )
}
