import { DomainError } from '#lib/core/errors.ts'

export function alreadyClaimed(): DomainError {
  return new DomainError(
    'not-found',
    'This site has an owner, so it can’t be claimed. To sign in, open /admin.',
  )
}

export function linkInvalid(): DomainError {
  return new DomainError(
    'link-invalid',
    'This link doesn’t work: it was used, it has expired, or a newer one was printed. Run “npm run admin -- link” on the server and open the link that it prints.',
  )
}

export function passkeyRejected(cause?: unknown): DomainError {
  return new DomainError(
    'passkey-rejected',
    'This passkey was not accepted. Try again, or sign in with a link: run “npm run admin -- link” on the server.',
    { cause },
  )
}

export function challengeExpired(): DomainError {
  return new DomainError(
    'passkey-rejected',
    'This took longer than five minutes, or was sent twice. Start again.',
  )
}

export function noSuchPasskey(): DomainError {
  return new DomainError('not-found', 'There is no such passkey any more. Reload the page.')
}

export function noSuchSession(): DomainError {
  return new DomainError('not-found', 'This session has ended already. Reload the page.')
}
