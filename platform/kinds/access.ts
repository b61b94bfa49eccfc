import { RegistryAccess } from "../../components";
import { registryAccessProblems } from "../../components/registry-access";
import { entries, grantArgs, grants, principal } from "./fields";
import { defineKind } from "./kind";

/** Access for existing people, groups and other principals. */
export const access = defineKind({
    section: "access",
    schema: entries({ ...principal.shape, grants }),
    args: (entry, context) => ({ ...entry, grants: grantArgs(entry.grants, context) }),
    problems: (_, args) => registryAccessProblems(args),
    component: RegistryAccess,
    outputs: [],
});
