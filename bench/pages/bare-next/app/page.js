'use client'

import useSWR from 'swr'

const fetchJson = (url) => fetch(url).then((response) => response.json())

export default function Page() {
  const { data } = useSWR('/printer.json', fetchJson, { refreshInterval: 60_000 })
  return (
    <main>
      <h1>{data?.status ?? 'Idle'}</h1>
    </main>
  )
}
