// Arguments of the commands that a plan shows. A resource group's name may hold parentheses, and a shell reads those.
import { plain } from "../estate/wording";

export function argument(text: string): string {
    return /^[\w./@:+-]+$/.test(text) ? text : `'${plain(text).replaceAll("'", "'\\''")}'`;
}
