// What else an application logs in with: its passwords stay until somebody removes them on purpose, and its certificates and
// federated credentials are declared by no component.
import { lastSegment } from "../azure/arm-id";
import { formatDay, parseTime } from "../azure/days";
import { get, type Resource } from "../estate/resource";
import { text } from "../estate/value";
import { plain } from "../estate/wording";
import type { Declared } from "./declared";
import type { Holder, Holders } from "./holders";
import { type Finding, type Move, removal, type Undeclared } from "./model";

/** Of the application and the service principal of a holder; nothing for another holder. */
export function secretsOf(declared: Declared, holders: Holders, holder: Holder): Omit<Finding, "entries"> {
    // A managed identity has no certificates, and its federated credentials go with its entry.
    const undeclared = (holder.identity === undefined ? [holder] : [])
        .flatMap((each) =>
            holders.credentialsOf(each, "applicationCertificate", "servicePrincipalCertificate", "federatedCredential"),
        )
        .map((credential) => toUndeclared(credential, holder));
    const moves =
        holder.section === "servicePrincipals"
            ? holders
                  .credentialsOf(holder, "applicationPassword", "servicePrincipalPassword")
                  .filter((password) => !declared.hasPassword(password))
                  .map((password) => toMove(password, holder))
            : [];
    return { undeclared, moves };
}

function toUndeclared(credential: Resource, { comment, application }: Holder): Undeclared {
    const id = credential.id ?? credential.urn;
    const clientId = (application && text(get(application, "clientId"))) ?? "";
    const keyId = lastSegment(id);
    return credential.kind === "federatedCredential"
        ? {
              what: plain(
                  `Federated credential ${credential.name} of ${comment}, for ${text(get(credential, "subject"))}`,
              ),
              id,
              why: "no component declares federated credentials of applications; a managed identity can have them",
              command: `az ad app federated-credential delete --id ${clientId} --federated-credential-id ${keyId}`,
          }
        : {
              what: plain(`Certificate ${text(get(credential, "displayName")) ?? keyId} of ${comment}`),
              id,
              why: "no component declares certificates",
              command: `az ad app credential delete --id ${clientId} --key-id ${keyId} --cert`,
          };
}

function toMove(password: Resource, { comment, application }: Holder): Move {
    const id = password.id ?? password.urn;
    const keyId = lastSegment(id);
    const end = parseTime(text(get(password, "endDate")) ?? "");
    const name = text(get(password, "displayName")) ?? keyId;
    const ofServicePrincipal = password.kind === "servicePrincipalPassword";
    const clientId = (application && text(get(application, "clientId"))) ?? "";
    return {
        title: plain(`Consumers of the password ${name} of ${comment}`),
        first: [
            `It ${end === undefined ? "has no end that was told" : `ends on ${formatDay(end)}`}, and stays until it is removed.`,
            "Give them the new password, which the deployment adds.",
        ],
        close: {
            command: `az ad ${ofServicePrincipal ? "sp" : "app"} credential delete --id ${clientId} --key-id ${keyId}`,
        },
        edits: [removal(id)],
    };
}
