/** A GET form. With the client script, `/` focuses it and results appear while typing. */
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
