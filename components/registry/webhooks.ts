// Webhooks: requests to other services when something happens in a registry.
// Source: https://learn.microsoft.com/azure/container-registry/container-registry-webhook
import * as acr from "@pulumi/azure-native/containerregistry";
import * as pulumi from "@pulumi/pulumi";
import { Sku } from "../../azure/skus";
import { ifPlain, type Problem } from "../inputs/validation";
import type { RegistryPlace } from "./place";

/** The events that trigger a webhook. */
export const WebhookAction = {
    /** An image was pushed. */
    push: "push",
    /** An image was deleted. */
    delete: "delete",
    /** An image was put into quarantine. */
    quarantine: "quarantine",
} as const;
export type WebhookAction = (typeof WebhookAction)[keyof typeof WebhookAction];

/** A webhook. */
export interface WebhookArgs {
    /** HTTPS URL that receives the events (secret, since many services put a token into it). */
    serviceUri: pulumi.Input<string>;
    /** The events that trigger it. Defaults to push. */
    actions?: WebhookAction[];
    /** Only for this repository (`team/app`), tag (`team/app:v1`) or prefix (`team/*`). Defaults to everything. */
    scope?: pulumi.Input<string>;
    /** Headers of its requests, such as `authorization` (secret). Defaults to none. */
    customHeaders?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

type Webhooks = Readonly<Record<string, WebhookArgs>>;

/** https://learn.microsoft.com/azure/container-registry/container-registry-skus */
const limits: Readonly<Record<Sku, number>> = { [Sku.basic]: 2, [Sku.standard]: 10, [Sku.premium]: 500 };

export function webhookProblems(webhooks: Webhooks = {}, sku: Sku): Problem[] {
    const count = Object.keys(webhooks).length;
    const limit = limits[sku];
    return [
        ...Object.entries(webhooks).flatMap(([key, { serviceUri }]) => [
            ...nameProblems(key),
            ...ifPlain(serviceUri, (uri) => uriProblems(`webhooks.${key}.serviceUri`, uri)),
        ]),
        ...(count > limit
            ? [
                  {
                      path: "webhooks",
                      problem: `has ${count} entries, and a ${sku} registry takes at most ${limit}`,
                      remedy: "Leave some out, or choose a higher SKU.",
                  },
              ]
            : []),
    ];
}

function nameProblems(key: string): Problem[] {
    return /^[a-zA-Z0-9]{5,50}$/.test(key)
        ? []
        : [
              {
                  path: `webhooks.${key}`,
                  problem: "is not the name of a webhook",
                  remedy: "Use 5 to 50 letters and digits, and no other characters.",
              },
          ];
}

/** The URL may hold a secret, and is not repeated. */
function uriProblems(path: string, uri: string): Problem[] {
    return uri.startsWith("https://")
        ? []
        : [{ path, problem: "does not begin with https://", remedy: "Use an https:// URL." }];
}

/** The webhooks as the component records them: URLs and headers are secret, whether the caller says so or not. */
export function secretWebhooks(webhooks: Webhooks | undefined): Webhooks | undefined {
    return (
        webhooks &&
        Object.fromEntries(
            Object.entries(webhooks).map(([key, { serviceUri, customHeaders, ...webhook }]) => [
                key,
                {
                    ...webhook,
                    serviceUri: pulumi.secret(serviceUri),
                    ...(customHeaders === undefined ? {} : { customHeaders: pulumi.secret(customHeaders) }),
                },
            ]),
        )
    );
}

export function declareWebhooks(place: RegistryPlace, webhooks: Webhooks): pulumi.Resource[] {
    const { component, name, resourceGroupName, registryName, location, tags } = place;
    return Object.entries(secretWebhooks(webhooks) ?? {}).map(([key, webhook]) => {
        const { serviceUri, actions = [WebhookAction.push], scope, customHeaders } = webhook;
        return new acr.Webhook(
            `${name}-${key}`,
            {
                resourceGroupName,
                registryName,
                webhookName: key,
                location,
                tags,
                serviceUri,
                actions,
                scope,
                status: "enabled",
                customHeaders,
            },
            { parent: component },
        );
    });
}
