// Microsoft.ContainerRegistry/registries/tasks as far as they reach images: kept and listed with their identity, never run.
// Source: https://learn.microsoft.com/javascript/api/@azure/arm-containerregistrytasks (secrets come with `getDetails` alone, which
// is not emulated).
import { azureTime } from "../../../clock";
import { defined, isObject, type Json, object } from "../../../json";
import { registryType } from "../../../state/registries";
import { badRequest } from "../../errors";
import { checkName, tracked } from "../../resource";
import type { ResourceType } from "../../resource-type";
import { identityOf, removePrincipal } from "../managed-identity";

const type = `${registryType}/tasks`;

/** Registries that a task logs in to, without their user names and passwords. */
const withoutSecrets = (credentials: unknown): Json | undefined => {
    if (!isObject(credentials)) return undefined;
    const custom = Object.entries(object(credentials.customRegistries)).map(([name, login]) => [
        name,
        defined({ identity: object(login).identity }),
    ]);
    return defined({
        sourceRegistry: credentials.sourceRegistry,
        customRegistries: custom.length > 0 ? Object.fromEntries(custom) : undefined,
    });
};

export const task: ResourceType = {
    type,
    created: { status: 200 },
    write: (request) => {
        const { body, emulator, existing, name } = request;
        checkName(
            name,
            /^[a-zA-Z0-9-_]{5,50}$/,
            "Task names may contain alphanumeric characters, hyphens and underscores only and must be between 5 and 50 characters",
        );
        const { status = "Enabled", platform, step, trigger, credentials, ...rest } = object(body.properties);
        if (!isObject(step) && rest.isSystemTask !== true)
            throw badRequest("InvalidTaskStep", `The task ${name} must have a step.`);
        return tracked(request, type, {
            identity: identityOf(request),
            properties: defined({
                ...rest,
                provisioningState: "Succeeded",
                creationDate: existing?.properties.creationDate ?? azureTime(emulator),
                status,
                platform,
                step,
                trigger,
                credentials: withoutSecrets(credentials),
            }),
        });
    },
    deleted: ({ emulator }, { identity }) => removePrincipal(emulator.state, identity?.principalId),
};
