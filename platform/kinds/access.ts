import { z } from "zod";
import { PrincipalType, RegistryAccess } from "../../components";
import { registryAccessProblems } from "../../components/registry-access";
import { entries, grantArgs, grants } from "./fields";
import { defineKind } from "./kind";

/** Access for people, groups and other principals that exist. */
export const access = defineKind({
    section: "access",
    schema: entries({
        groupName: z.string().optional(),
        userPrincipalName: z.string().optional(),
        principalId: z.string().optional(),
        principalType: z.enum(PrincipalType).optional(),
        grants,
    }),
    args: (entry, context) => ({ ...entry, grants: grantArgs(entry.grants, context) }),
    problems: (_, args) => registryAccessProblems(args),
    component: RegistryAccess,
    outputs: [],
});
