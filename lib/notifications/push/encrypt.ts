import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'

/** What a browser has given for its messages. Base64url: a P-256 point of 65 bytes, and 16 bytes. */
export interface PushRecipient {
  p256dh: string
  auth: string
}

/** What every push service takes (RFC 8030, 7.2). */
const maxBytes = 4096
/** Of most messages, whatever they say: their lengths would tell a push service what they are. */
const usualBytes = 2048
/** Salt, record size, and the sender's key with its length. */
const headerBytes = 16 + 4 + 1 + 65
/** The tag of AES-GCM, and the delimiter before the padding. */
const recordOverhead = 16 + 1

/** Bytes of plaintext that fit. */
export const maxPlaintextBytes = maxBytes - headerBytes - recordOverhead

/**
 * Encrypts a message for one browser (RFC 8291, with `aes128gcm` of RFC 8188): one record, padded to one of two sizes.
 * @param plaintext at most `maxPlaintextBytes`
 * @throws RangeError for a longer one; an error of OpenSSL where `p256dh` is no point of the curve
 */
export function encrypt(plaintext: Buffer, { p256dh, auth }: PushRecipient): Buffer {
  if (plaintext.length > maxPlaintextBytes)
    throw new RangeError(`${plaintext.length} bytes; at most ${maxPlaintextBytes} fit`)
  const receiver = Buffer.from(p256dh, 'base64url')
  const sender = createECDH('prime256v1')
  const senderKey = sender.generateKeys()
  const salt = randomBytes(16)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), receiver, senderKey])
  const input = derive(sender.computeSecret(receiver), Buffer.from(auth, 'base64url'), info, 32)
  const key = derive(input, salt, 'Content-Encoding: aes128gcm\0', 16)
  const nonce = derive(input, salt, 'Content-Encoding: nonce\0', 12)

  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  const isUsual = headerBytes + plaintext.length + recordOverhead <= usualBytes
  const padding = (isUsual ? usualBytes : maxBytes) - headerBytes - recordOverhead
  // 2 delimits the last record's padding of zeros.
  const record = Buffer.concat([plaintext, Buffer.of(2), Buffer.alloc(padding - plaintext.length)])
  const recordSize = Buffer.alloc(4)
  recordSize.writeUInt32BE(maxBytes)
  return Buffer.concat([
    salt,
    recordSize,
    Buffer.of(senderKey.length),
    senderKey,
    cipher.update(record),
    cipher.final(),
    cipher.getAuthTag(),
  ])
}

function derive(input: Buffer, salt: Buffer, info: Buffer | string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', input, salt, info, bytes))
}
