// Microsoft.ContainerRegistry/registries/scopeMaps and /tokens: what a token may do, and the token itself.
import { azureTime } from "../../../clock";
import { at, defined, object, objects, strings, text } from "../../../json";
import { maximumActions, parseScopeMapAction, systemScopeMaps } from "../../../registry/scope-maps";
import type { ArmResource, AzureState } from "../../../state/azure-state";
import { registryType } from "../../../state/registries";
import { isWithin, lastSegment, parentOf } from "../../../state/resource-id";
import { findResource, resourcesOf } from "../../../state/resources";
import { badRequest, resourceNotFound } from "../../errors";
import { checkName, resource } from "../../resource";
import type { ResourceType, Write } from "../../resource-type";
import { keepTokenPasswords, tokenPasswords } from "./credentials";

const scopeMapType = `${registryType}/scopeMaps`;
const tokenType = `${registryType}/tokens`;

/** How many children of a kind each SKU allows. */
const limits = { Basic: 100, Standard: 500, Premium: 50_000 } as const;

export const checkQuota = (
    { emulator, existing, parent }: Write,
    type: string,
    allowed: Record<keyof typeof limits, number>,
    plural: string,
): void => {
    if (existing !== undefined || parent === undefined) return;
    const sku = Object.keys(limits).find((name): name is keyof typeof limits => name === parent.sku?.name) ?? "Basic";
    const count = resourcesOf(emulator.state, type, parent.id).length;
    if (count >= allowed[sku])
        throw badRequest(
            "QuotaExceeded",
            `The maximum number of ${plural} for the SKU ${sku} is ${allowed[sku]}; the registry ${parent.name} has ${count}.`,
        );
};

const showChild = ({ type, id, name, systemData, properties }: ArmResource) => ({
    type,
    id,
    name,
    systemData,
    properties,
});

const systemScopeMap = (registry: ArmResource, map: (typeof systemScopeMaps)[number]): ArmResource => ({
    id: `${registry.id}/scopeMaps/${map.name}`,
    name: map.name,
    type: scopeMapType,
    systemData: registry.systemData ?? {},
    properties: {
        description: map.description,
        type: "SystemDefined",
        creationDate: String(registry.properties.creationDate).replace(/Z$/, "+00:00"),
        provisioningState: "Succeeded",
        actions: map.actions,
    },
});

const isSystem = (name: string): boolean => systemScopeMaps.some((map) => map.name === name.toLowerCase());

export const scopeMap: ResourceType = {
    type: scopeMapType,
    created: { status: 200 },
    builtIn: (registry) => systemScopeMaps.map((map) => systemScopeMap(registry, map)),
    write: (request) => {
        const { body, emulator, existing, name } = request;
        checkName(
            name,
            /^[a-zA-Z0-9-_]{5,50}$/,
            "Scope map names may contain alphanumeric characters, hyphens and underscores only and must be between 5 and 50 characters",
        );
        if (isSystem(name))
            throw badRequest("InvalidScopeMap", `The system defined scope map ${name} cannot be changed.`);
        checkQuota(request, scopeMapType, limits, "scope maps");
        const actions = strings(at(body, "properties.actions"));
        if (actions.length === 0)
            throw badRequest("InvalidScopeMap", `The scope map ${name} must have at least one action.`);
        if (actions.length > maximumActions)
            throw badRequest(
                "InvalidScopeMap",
                `The scope map ${name} has ${actions.length} actions. The maximum number of actions is ${maximumActions}.`,
            );
        for (const action of actions) {
            const parsed = parseScopeMapAction(action);
            if ("problem" in parsed) throw badRequest("InvalidScopeMap", parsed.problem);
        }
        return resource(request, scopeMapType, {
            properties: defined({
                description: text(at(body, "properties.description")),
                type: "UserDefined",
                creationDate: existing?.properties.creationDate ?? azureTime(emulator),
                provisioningState: "Succeeded",
                actions,
            }),
        });
    },
    show: showChild,
    beforeDelete: ({ emulator, id, name }) => {
        if (isSystem(name))
            throw badRequest("InvalidScopeMap", `The system defined scope map ${name} cannot be deleted.`);
        const user = resourcesOf(emulator.state, tokenType, parentOf(id)).find(
            (other) => text(other.properties.scopeMapId)?.toLowerCase() === id.toLowerCase(),
        );
        if (user)
            throw badRequest(
                "ScopeMapInUse",
                `The scope map ${name} cannot be deleted because the token ${user.name} uses it.`,
            );
    },
};

/** The scope map of a token, made by someone or the service's own. */
export const findScopeMap = (state: AzureState, scopeMapId: string): ArmResource | undefined => {
    const registry = findResource(state, parentOf(scopeMapId));
    return (
        findResource(state, scopeMapId) ??
        (registry && scopeMap.builtIn?.(registry).find(({ id }) => id.toLowerCase() === scopeMapId.toLowerCase()))
    );
};

/**
 * Passwords are made by `generateCredentials` alone. A write keeps those whose names it repeats under
 * `credentials.passwords` and removes the others; one without that list removes both, as the service does.
 */
const keepPasswords = ({ body, emulator, id }: Write): void => {
    const named = objects(at(body, "properties.credentials.passwords"));
    keepTokenPasswords(
        emulator,
        id,
        named.map(({ name }) => String(name)),
    );
};

export const token: ResourceType = {
    type: tokenType,
    created: { status: 201, operation: "token" },
    // How changes and deletions are answered is not recorded; the API's description allows operations.
    updated: { status: 201, operation: "token" },
    deleteOperation: () => "token",
    write: (request) => {
        const { body, emulator, existing, id, name } = request;
        checkName(
            name,
            /^[a-zA-Z0-9-]{5,50}$/,
            "Token names may contain alphanumeric characters and hyphens only and must be between 5 and 50 characters",
        );
        checkQuota(request, tokenType, limits, "tokens");
        const { scopeMapId, status = "enabled" } = object(body.properties);
        const map = findScopeMap(emulator.state, text(scopeMapId) ?? "");
        if (map === undefined || !isWithin(map.id, parentOf(id)))
            throw resourceNotFound(lastSegment(String(scopeMapId ?? "")));
        if (status !== "enabled" && status !== "disabled")
            throw badRequest(
                "InvalidParameter",
                `The status '${status}' of the token ${name} must be one of enabled, disabled.`,
            );
        keepPasswords(request);
        return resource(request, tokenType, {
            properties: {
                creationDate: existing?.properties.creationDate ?? azureTime(emulator),
                provisioningState: "Succeeded",
                scopeMapId: map.id,
                credentials: {},
                status,
            },
        });
    },
    show: (kept, { emulator }) => {
        const answer = showChild(kept);
        return {
            ...answer,
            properties: { ...answer.properties, credentials: { passwords: tokenPasswords(emulator, kept.id) } },
        };
    },
    deleted: ({ emulator }, { id }) => {
        delete emulator.state.registryPasswords[id.toLowerCase()];
    },
};
