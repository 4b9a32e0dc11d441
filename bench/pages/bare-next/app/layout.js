export const metadata = { title: 'Bare', description: 'The least page that Next makes' }

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
