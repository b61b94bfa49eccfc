// Microsoft.Security/pricings: the plans of Microsoft Defender for Cloud of a subscription. Every plan is there without being
// made, free until it is switched on.
// Source: https://learn.microsoft.com/rest/api/defenderforcloud-composite/pricings/list
import { at, text } from "../../json";
import type { ArmResource } from "../../state/azure-state";
import { hostOf } from "../../state/resource-id";
import { badRequest } from "../errors";
import { resource, showAll } from "../resource";
import type { ResourceType } from "../resource-type";

const type = "Microsoft.Security/pricings";

const plans = [
    "VirtualMachines",
    "SqlServers",
    "AppServices",
    "StorageAccounts",
    "SqlServerVirtualMachines",
    "KeyVaults",
    "Arm",
    "OpenSourceRelationalDatabases",
    "CosmosDbs",
    "Containers",
    "CloudPosture",
    "Api",
    "AI",
];

const isSubscription = (scope: string): boolean => /^\/subscriptions\/[^/]+$/i.test(scope);

const free = (scope: string): ArmResource[] =>
    (isSubscription(scope) ? plans : []).map((name) => ({
        id: `${scope}/providers/${type}/${name}`,
        name,
        type,
        properties: { pricingTier: "Free", freeTrialRemainingTime: "P30D" },
    }));

export const pricing: ResourceType = {
    type,
    extension: true,
    listed: "own",
    patch: false,
    created: { status: 200 },
    builtInAt: free,
    write: (request) => {
        const { body, id, name } = request;
        if (!isSubscription(hostOf(id)))
            throw badRequest(
                "InvalidScope",
                "Plans are set for a subscription; of resources, virtual machines alone have some.",
            );
        const tier = text(at(body, "properties.pricingTier"));
        if (!plans.includes(name)) throw badRequest("InvalidPricingName", `The plan '${name}' is not supported.`);
        if (tier !== "Free" && tier !== "Standard")
            throw badRequest("InvalidPricingTier", `The pricing tier '${tier}' must be one of Free, Standard.`);
        return resource(request, type, {
            systemData: undefined,
            properties: {
                pricingTier: tier,
                subPlan: at(body, "properties.subPlan"),
                freeTrialRemainingTime: "PT0S",
                extensions: at(body, "properties.extensions"),
            },
        });
    },
    show: showAll,
};
