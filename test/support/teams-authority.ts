import { createSign, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';

/** What a request is signed with when it is not of Teams, or not for us. */
export type Forgery =
  | 'no token'
  | 'not signed'
  | 'signed by somebody else'
  | 'for another app'
  | 'for another address'
  | 'of another issuer'
  | 'of another channel'
  | 'expired';

/** Who vouches for Teams and for its bots: what login.botframework.com and login.microsoftonline.com are together. */
export interface TeamsAuthority {
  /** The header with which Teams proves itself to a bot. */
  authorization(serviceUrl: string, forgery?: Forgery): string | undefined;
  /** An access token for a bot that knows its password; undefined for another. */
  tokenFor(form: URLSearchParams): string | undefined;
  /** True for the header of a bot that got its token here. */
  knows(authorization: string | undefined): boolean;
  /** The document that names the keys' address. */
  metadata(base: string): object;
  keys(): object;
}

const ISSUER = 'https://api.botframework.com';
const MINUTE_S = 60;
/** The library grants five minutes. */
const LONG_AGO_S = 60 * MINUTE_S;
const TEAMS = pair();
const OTHER_CHANNEL = pair();
const STRANGER = pair();

export function createAuthority(app: { id: string; password: string }): TeamsAuthority {
  const given = new Set<string>();

  return {
    authorization(serviceUrl, forgery) {
      if (forgery === 'no token') return undefined;
      // The libraries of both ends look at the machine's clock.
      const now = Math.floor(Date.now() / 1000) - (forgery === 'expired' ? LONG_AGO_S : 0);
      const claims = {
        iss: forgery === 'of another issuer' ? 'https://sts.example.com' : ISSUER,
        aud: forgery === 'for another app' ? randomUUID() : app.id,
        serviceurl: forgery === 'for another address' ? 'https://elsewhere.example.com/' : serviceUrl,
        nbf: now - 5 * MINUTE_S,
        exp: now + 5 * MINUTE_S,
      };
      if (forgery === 'not signed') return `Bearer ${part({ alg: 'none', typ: 'JWT', kid: 'teams' })}.${part(claims)}.`;
      if (forgery === 'signed by somebody else') return `Bearer ${sign(claims, 'teams', STRANGER.privateKey)}`;
      if (forgery === 'of another channel') return `Bearer ${sign(claims, 'other-channel', OTHER_CHANNEL.privateKey)}`;
      return `Bearer ${sign(claims, 'teams', TEAMS.privateKey)}`;
    },
    tokenFor(form) {
      if (form.get('client_id') !== app.id || form.get('client_secret') !== app.password) return undefined;
      const token = randomUUID();
      given.add(`Bearer ${token}`);
      return token;
    },
    knows: (authorization = '') => given.has(authorization),
    metadata: (base) => ({
      issuer: ISSUER,
      jwks_uri: `${base}/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
    }),
    keys: () => ({
      keys: [
        { ...TEAMS.publicKey.export({ format: 'jwk' }), use: 'sig', kid: 'teams', endorsements: ['msteams'] },
        {
          ...OTHER_CHANNEL.publicKey.export({ format: 'jwk' }),
          use: 'sig',
          kid: 'other-channel',
          endorsements: ['webchat'],
        },
      ],
    }),
  };
}

function pair(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

/** A token as RFC 7515 describes it. */
function sign(claims: object, kid: string, key: KeyObject): string {
  const signed = `${part({ alg: 'RS256', typ: 'JWT', kid })}.${part(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}

function part(content: object): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}
