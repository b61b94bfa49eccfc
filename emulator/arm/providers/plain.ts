// Resource types that are kept as they are written, because nothing about logging in depends on more than their
// identity: the workloads that pull, DNS zones, diagnostic settings.
import { randomUUID } from "node:crypto";
import { at, defined, isObject, type Json, object, strings } from "../../json";
import type { AzureState } from "../../state/azure-state";
import { findResource } from "../../state/resources";
import { badRequest } from "../errors";
import { resource, tracked } from "../resource";
import type { ResourceType, Write } from "../resource-type";
import { identityOf, removePrincipal } from "./managed-identity";

interface Plain {
    type: string;
    /** Properties without which the service refuses it, as dotted paths below `properties`. */
    required?: string[];
    /** What the service adds to the properties. */
    computed?(write: Write): Json;
    /** Dotted path below `properties` to a list whose `passwordField` the service never answers. */
    secrets?: { path: string; field: string };
}

const withoutSecrets = (properties: Json, { path, field }: { path: string; field: string }): Json => {
    const list = at(properties, path);
    if (!Array.isArray(list)) return properties;
    const cleaned = list.map((item) => (isObject(item) ? { ...item, [field]: undefined } : item));
    const [head = path, ...rest] = path.split(".");
    return {
        ...properties,
        [head]: rest.length === 0 ? cleaned : { ...object(properties[head]), [rest.join(".")]: cleaned },
    };
};

const plain = ({ type, required = [], computed, secrets }: Plain): ResourceType => ({
    type,
    write: (request) => {
        const { body, name } = request;
        const properties = object(body.properties);
        const absent = required.find((path) => at(properties, path) === undefined);
        if (absent !== undefined)
            throw badRequest(
                "InvalidParameterValue",
                `The property '${absent}' of ${type.split("/").pop()} '${name}' is required.`,
            );
        const written = secrets ? withoutSecrets(properties, secrets) : properties;
        return tracked(request, type, {
            ...(typeof body.kind === "string" ? { kind: body.kind } : {}),
            ...(isObject(body.sku) ? { sku: body.sku } : {}),
            identity: identityOf(request),
            properties: { ...written, provisioningState: "Succeeded", ...computed?.(request) },
        });
    },
    deleted: ({ emulator }, { identity }) => removePrincipal(emulator.state, identity?.principalId),
});

const domainOf = ({ existing, body }: Write): string =>
    String(
        existing?.properties.defaultDomain ??
            `${randomUUID().slice(0, 8)}.${String(body.location).toLowerCase()}.azurecontainerapps.io`,
    );

const environmentDomain = (state: AzureState, id: unknown): string =>
    String(findResource(state, String(id))?.properties.defaultDomain ?? "azurecontainerapps.io");

export const plainTypes: ResourceType[] = [
    plain({ type: "Microsoft.App/managedEnvironments", computed: (write) => ({ defaultDomain: domainOf(write) }) }),
    plain({
        type: "Microsoft.App/containerApps",
        required: ["template"],
        secrets: { path: "configuration.secrets", field: "value" },
        computed: ({ body, emulator, name }) => {
            const environment = at(body, "properties.managedEnvironmentId") ?? at(body, "properties.environmentId");
            return {
                runningStatus: "Running",
                latestRevisionName: `${name}--0000001`,
                latestRevisionFqdn: `${name}--0000001.${environmentDomain(emulator.state, environment)}`,
            };
        },
    }),
    plain({
        type: "Microsoft.App/jobs",
        required: ["template"],
        secrets: { path: "configuration.secrets", field: "value" },
    }),
    plain({ type: "Microsoft.Batch/batchAccounts" }),
    plain({
        type: "Microsoft.ContainerInstance/containerGroups",
        required: ["containers", "osType"],
        secrets: { path: "imageRegistryCredentials", field: "password" },
    }),
    plain({ type: "Microsoft.Web/serverfarms", computed: () => ({ status: "Ready" }) }),
    plain({
        type: "Microsoft.Web/sites",
        computed: ({ name }) => ({
            state: "Running",
            enabledHostNames: [`${name}.azurewebsites.net`, `${name}.scm.azurewebsites.net`],
            hostNames: [`${name}.azurewebsites.net`],
            defaultHostName: `${name}.azurewebsites.net`,
        }),
    }),
    plain({ type: "Microsoft.Network/privateDnsZones" }),
    plain({ type: "Microsoft.Network/privateDnsZones/virtualNetworkLinks", required: ["virtualNetwork.id"] }),
    plain({
        type: "Microsoft.OperationalInsights/workspaces",
        computed: ({ existing }) => ({ customerId: existing?.properties.customerId ?? randomUUID() }),
    }),
];

const settingType = "Microsoft.Insights/diagnosticSettings";
const registryCategories = ["ContainerRegistryLoginEvents", "ContainerRegistryRepositoryEvents"];
const destinations = ["workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId"];

export const diagnosticSetting: ResourceType = {
    type: settingType,
    extension: true,
    // https://learn.microsoft.com/rest/api/monitor/diagnostic-settings/list: the settings of the resource itself.
    listed: "own",
    created: { status: 200 },
    patch: false,
    write: (request) => {
        const properties = object(request.body.properties);
        if (!destinations.some((key) => typeof properties[key] === "string"))
            throw badRequest("BadRequest", "At least one data sink needs to be specified.");
        const logs = Array.isArray(properties.logs) ? properties.logs : [];
        const categories = strings(logs.map((log) => at(log, "category")));
        const unknown = categories.find((category) => !registryCategories.includes(category));
        if (request.parent?.type === "Microsoft.ContainerRegistry/registries" && unknown !== undefined)
            throw badRequest("BadRequest", `Category '${unknown}' is not supported.`);
        return resource(request, settingType, { properties });
    },
    show: ({ id, name, type, properties }) =>
        defined({ id, type, name, location: null, kind: null, tags: null, properties }),
};
