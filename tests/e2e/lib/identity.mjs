// A merchant's server that vouches for its customers: a key of its own, and tokens signed with it.
import { generateKeyPairSync, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';

const part = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

export class Issuer {
  #key;

  /** The public key goes into `file`, for the portal. */
  constructor(client, file) {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#key = privateKey;
    this.client = client;
    this.file = file;
    this.kid = `${client}-test`;
    writeFileSync(file, JSON.stringify({ ...publicKey.export({ format: 'jwk' }), kid: this.kid, alg: 'ES256' }));
  }

  /** A token that says who the customer is, for five minutes; made so many seconds ago. */
  token(sub, { age = 0 } = {}) {
    const iat = Math.floor(Date.now() / 1000) - age;
    const claims = { iss: this.client, sub, aud: 'klarna-help', iat, exp: iat + 300 };
    const message = `${part({ alg: 'ES256', typ: 'JWT', kid: this.kid })}.${part(claims)}`;
    const signature = sign('sha256', Buffer.from(message), { key: this.#key, dsaEncoding: 'ieee-p1363' });
    return `${message}.${signature.toString('base64url')}`;
  }
}
