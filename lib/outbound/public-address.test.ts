import { expect, test } from 'vitest'
import { isPublicAddress, isPublicLiteral, isPublicOrHomeAddress } from './public-address.ts'

test.each([
  '127.0.0.1',
  '127.1.2.3',
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '169.254.169.254',
  '172.20.0.1',
  '192.168.1.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:a9fe:a9fe',
  '::127.0.0.1',
  '::ffff:0:127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::a00:1',
  '2001:0:7f00:1::',
  '2001:db8::1',
  'fec0::1',
  'fe80::1%eth0',
  '2002:7f00:1::',
  'fd00::1',
  'fe80::1',
  'not an address',
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

test.each([
  '1.1.1.1',
  '93.184.215.14',
  '::ffff:1.1.1.1',
  '2606:4700::1111',
  '2001:4860:4860::8888',
])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

test.each([
  ['http://127.1/', false],
  ['http://0x7f000001/', false],
  ['http://2130706433/', false],
  ['http://017700000001/', false],
  ['http://[::ffff:127.0.0.1]/', false],
  ['http://[::]/', false],
  ['http://1.1.1.1/', true],
  ['http://example.org/', null],
])('%s is a public literal address: %s', (url, expected) => {
  expect(isPublicLiteral(new URL(url))).toBe(expected)
})

test.each([
  ['127.0.0.1', true],
  ['192.168.1.1', true],
  ['::1', true],
  ['fd00::1', true],
  ['fd00:ec2::254', false],
  ['100.100.100.200', false],
  ['::ffff:100.100.100.200', false],
  ['::ffff:10.0.0.1', true],
  ['1.1.1.1', true],
  ['169.254.169.254', false],
  ['fe80::1', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['', false],
])('%s is public or at home: %s', (address, expected) => {
  expect(isPublicOrHomeAddress(address)).toBe(expected)
})
