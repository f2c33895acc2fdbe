import { ConfigurationBotFrameworkAuthentication, ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import {
  AuthenticationConstants,
  type BotFrameworkAuthentication,
  PasswordServiceClientCredentialFactory,
  type ServiceClientCredentialsFactory,
} from 'botframework-connector';
import { z } from 'zod';

const Token = z.object({ access_token: z.string() });

/** The app registration by which Depsync and Teams know each other. */
export interface TeamsApp {
  appId: string;
  tenantId: string;
  /** Undefined with a managed identity. */
  password: string | undefined;
  type: 'SingleTenant' | 'UserAssignedMsi';
}

export interface Authentication {
  /** Verifies what comes in: signature, issuer, audience, address of the service. */
  inbound: BotFrameworkAuthentication;
  /** What proves in a call that we are who we are: a bearer token, kept until it ends; undefined where nobody asks. */
  authorization(): Promise<string | undefined>;
}

/**
 * Without an app nothing is verified and nothing proven: for a trial on this machine. `authorityUrl` takes the place of Microsoft:
 * it names its keys at `.well-known/openidconfiguration` and gives tokens at `token`.
 */
export function createAuthentication(app: TeamsApp | undefined, authorityUrl: string | undefined): Authentication {
  if (app === undefined) {
    return { inbound: new ConfigurationBotFrameworkAuthentication({}), authorization: async () => undefined };
  }
  const settings = {
    MicrosoftAppId: app.appId,
    MicrosoftAppTenantId: app.tenantId,
    MicrosoftAppType: app.type,
    ...(app.password !== undefined && { MicrosoftAppPassword: app.password }),
  };
  const credentials =
    authorityUrl === undefined
      ? new ConfigurationServiceClientCredentialFactory(settings)
      : new OtherCredentials(app, authorityUrl);
  const ours = credentials.createCredentials(
    app.appId,
    AuthenticationConstants.ToChannelFromBotOAuthScope,
    AuthenticationConstants.ToChannelFromBotLoginUrlPrefix + app.tenantId,
    true,
  );
  return {
    inbound: new ConfigurationBotFrameworkAuthentication({ ...settings, ...addressesOf(authorityUrl) }, credentials),
    async authorization() {
      const headers = new Headers();
      // The library signs requests of its own kind; all that it touches of one are the headers.
      await (await ours).signRequest({ headers } as never);
      return headers.get('authorization') ?? undefined;
    },
  };
}

/** The library takes all of these or none. */
function addressesOf(authorityUrl: string | undefined): Record<string, string> {
  if (authorityUrl === undefined) return {};
  const metadata = new URL('.well-known/openidconfiguration', authorityUrl).href;
  return {
    ToBotFromChannelOpenIdMetadataUrl: metadata,
    ToBotFromEmulatorOpenIdMetadataUrl: metadata,
    ToBotFromChannelTokenIssuer: AuthenticationConstants.ToBotFromChannelTokenIssuer,
    ToChannelFromBotLoginUrl: AuthenticationConstants.ToChannelFromBotLoginUrl,
    ToChannelFromBotOAuthScope: AuthenticationConstants.ToChannelFromBotOAuthScope,
    OAuthUrl: AuthenticationConstants.OAuthUrl,
  };
}

/** Tokens of another authority than Microsoft; its library refuses addresses of this machine. */
class OtherCredentials extends PasswordServiceClientCredentialFactory {
  readonly #askForToken: () => Promise<string>;

  constructor({ appId, password = '', tenantId }: TeamsApp, authorityUrl: string) {
    super(appId, password, tenantId);
    this.#askForToken = async () => {
      const body = new URLSearchParams({ client_id: appId, client_secret: password, grant_type: 'client_credentials' });
      const response = await fetch(new URL('token', authorityUrl), { method: 'POST', body });
      return Token.parse(await response.json()).access_token;
    };
  }

  override async createCredentials(): Promise<ServiceClientCredentials> {
    return {
      signRequest: async (request) => {
        request.headers.set('authorization', `Bearer ${await this.#askForToken()}`);
        return request;
      },
    };
  }
}

type ServiceClientCredentials = Awaited<ReturnType<ServiceClientCredentialsFactory['createCredentials']>>;
