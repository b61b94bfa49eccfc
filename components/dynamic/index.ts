// What the dynamic providers in the state load at run time, as `acr-auth/dynamic`: one object for each kind of resource.
import { adminPasswords as adminPasswordsProvider } from "./admin-passwords";
import { connect } from "./azure";
import { configure } from "./credentials";
import { tokenPassword as tokenPasswordProvider } from "./token-password";
import { tokenStatus as tokenStatusProvider } from "./token-status";

export const tokenPassword = { configure, ...tokenPasswordProvider(connect) };
export const tokenStatus = { configure, ...tokenStatusProvider(connect) };
export const adminPasswords = { configure, ...adminPasswordsProvider(connect) };
