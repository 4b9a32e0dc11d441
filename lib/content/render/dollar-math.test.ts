import { expect, it } from 'vitest'
import { firstLine, renderPost } from '../render.fixture.ts'

const text: string[] = [
  'It costs $30/year for one device and a whopping $100/year for five.',
  'The small one ($4.89/mo) or the large one ($7.34/mo).',
  'Used ones ($50 - $120) are fine.',
  'Look at $HOME and $PATH.',
  'US$5 to US$7, A$5/B$6.',
  '$5,000 vs. $6,000, $5k/$10k, $5-$10, $1M in 2020 and $2M in 2021.',
  '5$ und 7$, 20$-30$, 5$/Monat und 7$/Jahr.',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's variables
  '$HOME/$USER, $USER@$HOST, ${HOME}/${USER}, $(pwd)/$(whoami), $i,$j.',
  '$AAPL,$TSLA',
  'Set $HOME_DIR to $HOME/$USER_NAME or $A_B_C.',
  'kill $$ and wait for $$ again, or echo $$',
  '“$5” and “$6”, *$5* and *$6*, **$5** or **$6**.',
  'A dollar is $. Two are $ and $.',
  'Here $$ is the shell, and $$ too.',
  'Only \\$5 and \\$6$ here.',
  'Стоит $5 или $6.',
  'Between $5 and\n$10 on two lines.',
  '| a | b |\n| - | - |\n| $5 | $6 |',
]

it.each(text)('prices and variables are never formulas: %s', async (markdown) => {
  const { html, content } = await renderPost(`${markdown}\n`)
  expect(html).not.toContain('<math')
  expect(content.warnings).toEqual([])
})

const unsure: string[] = [
  'Between $5 and 10$ a month.',
  'From $5 (was 10$) on.',
  '$one word and another$',
  '（$5元和10$）',
  'Use $A_B/$C_D.',
  'Tips of $$20 and $$30.',
  'Between $10 and x$ a month.',
  'Pay $5 and/or$ 6.',
]

it.each(unsure)('what could be either stays text, with a warning: %s', async (markdown) => {
  const { html, content } = await renderPost(`See ${markdown}\n`)
  expect(html).not.toContain('<math')
  expect(content.warnings).toMatchObject([{ file: 'blog/post.md', line: firstLine }])
  expect(content.warnings[0]?.message).toContain('write \\$')
})

const formulas: string[] = [
  '$x$',
  '$x^2$',
  '$ x^2 $',
  '$5$',
  '$a=b$',
  '$n choose k$',
  '$5 x^2 + 3$',
  '$10 = a b$',
  '$\\frac{1}{30}$',
  'The $n$th and $k$-means',
  'H$_2$O',
  '値は$x$です',
  'k$^{th}$',
  '2$\\times$a',
  '($x$, $y$)',
  '$f(x) = \\max(a, b)$',
  '$P(\\text{win or lose})$',
  '$\\{1, 2\\}$',
  '$x_1, x_2$',
  '$x_{i,j}$',
  '$[0, 1)$',
  '$O(n \\log n)$',
  '$sin x + cos y$',
  '$ab + bc + cd$',
  '$a < b$',
  '$α$',
  '$$a=b$$',
  'In $$ a = b $$ line',
  '$a mod b$',
  '**$x$**',
  '$x$.',
  '“$x$”',
  '$-1$',
  "$f'$",
  '$100\\%$',
  '$speed = distance / time$',
]

it.each(formulas)('formulas stay formulas: %s', async (markdown) => {
  const { html, content } = await renderPost(`${markdown}\n`)
  expect(html).toContain('<math')
  expect(html).not.toContain('$')
  expect(content.warnings).toEqual([])
})

it('a price before a formula leaves the formula its dollars', async () => {
  const { html } = await renderPost('It costs $5, and $x^2$ is a square. `$5 and $6`\n')
  expect(html).toContain('It costs $5, and <math><msup>')
  expect(html).toContain('<code>$5 and $6</code>')
})

it('an owner decides for a document: math: false or math: true', async () => {
  const render = async (math: string) => {
    const { writeContentFolder } = await import('../content-folder.fixture.ts')
    const folder = await writeContentFolder({
      'blog/0.md': `---\ndate: 2021-02-07\nmath: ${math}\n---\n$x$ and $one word or two$.\n`,
    })
    const content = await folder.open()
    const [post] = content.posts
    if (post === undefined) throw new Error('No post')
    return (await content.readBody(post)).html
  }
  expect(await render('false')).toBe('<p>$x$ and $one word or two$.</p>')
  expect((await render('true')).match(/<math/g)).toHaveLength(2)
})

it('two dollars at the beginning of a line don’t hide the rest of the document', async () => {
  const { html, content } = await renderPost(
    'One.\n\n$$ is the number of the shell.\n\nTwo.\n\n$$ x = 1\n+ 2\n$$\n\nThree.\n',
  )
  expect(html).toContain('<p>$$ is the number of the shell.</p>\n<p>Two.</p>')
  expect(html).toMatch(/<mi>x<\/mi>.*<mn>2<\/mn>.*<p>Three/s)
  expect(content.warnings).toMatchObject([{ line: firstLine + 2 }])
})
