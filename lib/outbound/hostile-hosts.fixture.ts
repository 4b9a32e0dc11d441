import type { HostileNetwork } from './hostile-network.fixture.ts'

/** What the names among `hostileHosts` resolve to. */
export function setHostileAnswers({ answers }: HostileNetwork): void {
  answers.set('inside.example', [['127.0.0.1']])
  answers.set('inside.example.', [['127.0.0.1']])
  answers.set('six.example', [['::1']])
  answers.set('mapped.example', [['::ffff:127.0.0.1']])
  answers.set('nat64.example', [['64:ff9b::7f00:1']])
  answers.set('mixed.example', [['127.0.0.2', '127.0.0.1']])
  answers.set('nowhere.example', [[]])
  answers.set('localhost', [['127.0.0.1', '::1']])
  answers.set('localhost.', [['127.0.0.1']])
  answers.set('a.localhost', [['127.0.0.1']])
  answers.set('rebinding.example', [['127.0.0.2'], ['127.0.0.1']])
}

/** Addresses inside, however they are written. */
export const hostileHosts = [
  ...['127.0.0.1', '127.1', '127.0.1', '127.255.255.254', '127.0.0.1.', '2130706433', '0x7f000001'],
  ...['0x7f.1', '0x7f.0x0.0x0.0x1', '0177.0.0.1', '017700000001', '0177.1', '0', '0.0.0.0', '0x0'],
  ...['①②⑦.⓪.⓪.①', '127。0。0。1', '%31%32%37.0.0.1', 'localhost', 'LocalHost', 'localhost.'],
  ...['a.localhost', '[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]'],
  ...['[::127.0.0.1]', '[::ffff:0:127.0.0.1]', '[64:ff9b::127.0.0.1]', '[64:ff9b:1::7f00:1]'],
  ...['[2002:7f00:1::]', '[2001:0:7f00:1::]', '[fe80::1]', '[fe80::1%25lo]', '[fe80::1%lo]'],
  ...['[fd00::1]', '[fec0::1]', '[ff02::1]', '[100::1]', '[2001:db8::1]', '10.0.0.1', '100.64.0.1'],
  ...['169.254.169.254', '0xa9fea9fe', '172.31.255.255', '192.168.1.1', '192.0.0.192', '192.0.2.1'],
  ...[
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '256.256.256.256',
    '[fd00:ec2::254]',
  ],
  ...['inside.example', 'inside.example.', 'six.example', 'mapped.example', 'nat64.example'],
  ...[
    'mixed.example',
    'nowhere.example',
    'public.example@127.0.0.1',
    'public.example:x@inside.example',
  ],
  ...['127.0.0.1#@public.example', '127.0.0.1\\@public.example', '', '['],
]
