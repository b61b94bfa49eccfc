// Federated identity credentials of an application: which tokens of another issuer it trusts.
import { randomUUID } from "node:crypto";
import type { Json } from "../json";
import type { Application, FederatedCredential } from "../state/azure-state";
import { federatedCredentialLimits } from "../state/directory";
import { sameText } from "../text";
import {
    badRequest,
    changing,
    type GraphCall,
    GraphError,
    notFound,
    type Operation,
    posting,
    reading,
    requiredText,
    success,
} from "./call";
import { findByKey, findToChange, type Kind } from "./collections";
import { remember } from "./credentials";

const resource = "FederatedIdentityCredential";
const { maximum, longestText } = federatedCredentialLimits;

const toJson = ({ id, name, issuer, subject, description, audiences }: FederatedCredential): Json => ({
    id,
    name,
    issuer,
    subject,
    description: description ?? null,
    audiences,
});

export function federatedCredentialOperations(applications: Kind<Application>): Operation[] {
    const { area } = applications;
    const list = `/${applications.collection}/{}/federatedIdentityCredentials`;
    const context = ({ keys }: GraphCall) => `applications('${keys[0]}')/federatedIdentityCredentials`;
    const find = ({ federatedCredentials }: Application, { keys: [, key = ""] }: GraphCall) => {
        const found = federatedCredentials.find(({ id, name }) => sameText(id, key) || name === key);
        if (!found) throw notFound(key);
        return found;
    };
    return [
        reading(area, list, (call) =>
            success(200, context(call), { value: findByKey(applications, call).federatedCredentials.map(toJson) }),
        ),
        reading(area, `${list}/{}`, (call) =>
            success(200, `${context(call)}/$entity`, toJson(find(findByKey(applications, call), call))),
        ),
        posting(area, list, (call) => {
            const { federatedCredentials } = findToChange(applications, call);
            const name = newName(call.body, federatedCredentials);
            const addedDateTime = call.emulator.clock.now().toISOString();
            const credential = { id: randomUUID(), name, ...trust(call.body), addedDateTime };
            requireUnique(credential, federatedCredentials);
            federatedCredentials.push(credential);
            const location = `https://graph.microsoft.com/v2/${call.tenantId}/federatedIdentityCredentials/${credential.id}`;
            return success(201, `${context(call)}/$entity`, toJson(credential), location);
        }),
        changing(area, "PATCH", `${list}/{}`, (call) => {
            const application = findToChange(applications, call);
            const found = find(application, call);
            if (call.body.name !== undefined && call.body.name !== found.name)
                throw invalid("The property 'name' can't be changed.");
            const addedDateTime = call.emulator.clock.now().toISOString();
            const changed = { ...found, ...trust({ ...toJson(found), ...call.body }), addedDateTime };
            requireUnique(
                changed,
                application.federatedCredentials.filter((other) => other !== found),
            );
            remember(call.emulator, { of: application.id, federated: { ...found } });
            Object.assign(found, changed);
        }),
        changing(area, "DELETE", `${list}/{}`, (call) => {
            const { id, federatedCredentials } = findToChange(applications, call);
            const federated = find(findByKey(applications, call), call);
            federatedCredentials.splice(federatedCredentials.indexOf(federated), 1);
            remember(call.emulator, { of: id, federated });
        }),
    ];
}

const invalid = (message: string) => badRequest(message, "InvalidFederatedIdentityCredentialValue");

function newName(body: Json, existing: FederatedCredential[]): string {
    const name = requiredText(body, "name", resource);
    if (!/^[A-Za-z0-9][\w-]{2,119}$/.test(name))
        throw invalid(
            `The name ${name} must be 3 to 120 letters, digits, '-' or '_', and begin with a letter or digit.`,
        );
    if (existing.some((credential) => credential.name === name))
        throw new GraphError(
            409,
            "Request_MultipleObjectsWithSameKeyValue",
            `FederatedIdentityCredential with name ${name} already exists.`,
        );
    if (existing.length >= maximum)
        throw badRequest(`An application can have at most ${maximum} federated identity credentials.`);
    return name;
}

function trust(body: Json): Pick<FederatedCredential, "issuer" | "subject" | "audiences" | "description"> {
    const [issuer, subject] = [requiredText(body, "issuer", resource), requiredText(body, "subject", resource)];
    const { audiences, description } = body;
    if (!Array.isArray(audiences) || audiences.length !== 1 || typeof audiences[0] !== "string")
        throw invalid("The property 'audiences' must hold exactly one audience.");
    for (const [name, text] of Object.entries({ issuer, subject, audiences: audiences[0] }))
        if (text.length > longestText)
            throw invalid(`The property '${name}' must not be longer than ${longestText} characters.`);
    return { issuer, subject, audiences, description: typeof description === "string" ? description : null };
}

function requireUnique({ issuer, subject }: FederatedCredential, others: FederatedCredential[]): void {
    if (others.some((other) => other.issuer === issuer && other.subject === subject))
        throw invalid(
            `The combination of issuer and subject must be unique for the application. Issuer ${issuer} and Subject: ${subject} already exist. paramName: FederatedIdentityCredential.Subject, paramValue: ${subject}, objectType: Microsoft.Online.DirectoryServices.Application`,
        );
}
