import { z } from "zod";
import { RegistryServicePrincipal } from "../../components";
import { registryServicePrincipalProblems } from "../../components/registry-service-principal";
import { entries, grantArgs, grants, owners, rotation } from "./fields";
import { defineKind } from "./kind";

/** Applications with rotating passwords. */
export const servicePrincipals = defineKind({
    section: "servicePrincipals",
    schema: entries({ clientId: z.string().optional(), owners: owners.optional(), grants, ...rotation }),
    args: (entry, context) => ({ ...entry, asOf: context.asOf, grants: grantArgs(entry.grants, context) }),
    problems: registryServicePrincipalProblems,
    component: RegistryServicePrincipal,
    outputs: ["clientId", "principalId", "expiresOn"],
    credential: (component) => component,
});
