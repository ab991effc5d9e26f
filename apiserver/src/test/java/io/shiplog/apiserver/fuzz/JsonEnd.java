package io.shiplog.apiserver.fuzz;

/** Finds where a value ends in well-formed JSON. */
final class JsonEnd {
    private JsonEnd() {}

    /** The index after the value that begins at {@code from}. */
    static int of(String json, int from) {
        int depth = 0;
        boolean quoted = false;
        for (int at = from; at < json.length(); at++) {
            char c = json.charAt(at);
            if (quoted) {
                if (c == '\\') {
                    at++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']' || c == ',') {
                if (depth == 0) {
                    return at;
                }
                depth -= c == ',' ? 0 : 1;
            }
        }
        return json.length();
    }
}
