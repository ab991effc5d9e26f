package io.shiplog.cel.library;

import io.shiplog.cel.value.TypeValue;
import io.shiplog.resources.json.GoText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A URL as Go reads those of requests ({@code url.ParseRequestURI}): absolute, or a path that begins with a slash.
 *
 * @param host with the port, if one is said
 * @param path as it is written
 * @param query as it is written, without the question mark
 */
record GoUrl(String scheme, String host, String path, String query) implements TypeValue.Named {
    /** Why a text is no such URL; empty when it is one. */
    static Optional<String> problem(String text) {
        String why = reason(text);
        return why.isEmpty() ? Optional.empty() : Optional.of("parse " + GoText.quoted(text) + ": " + why);
    }

    private static String reason(String text) {
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            return "net/url: invalid control character in URL";
        }
        if (text.isEmpty()) {
            return "empty url";
        }
        int colon = text.indexOf(':');
        boolean scheme = colon > 0 && text.substring(0, colon).matches("[a-zA-Z][a-zA-Z0-9+.-]*");
        if (colon == 0) {
            return "missing protocol scheme";
        }
        String rest = scheme ? text.substring(colon + 1) : text;
        if (!rest.startsWith("/")) {
            return scheme && !rest.isEmpty() ? "" : "invalid URI for request";
        }
        return text.equals("*") ? "" : escapes(rest.split("\\?", 2)[0]);
    }

    private static String escapes(String rest) {
        for (int i = rest.indexOf('%'); i >= 0; i = rest.indexOf('%', i + 1)) {
            if (i + 3 > rest.length() || !rest.substring(i + 1, i + 3).matches("[0-9a-fA-F]{2}")) {
                return "invalid URL escape " + GoText.quoted(rest.substring(i, Math.min(i + 3, rest.length())));
            }
        }
        if (rest.startsWith("//") && !rest.startsWith("///")) {
            String authority = rest.substring(2).split("/", 2)[0];
            String host = authority.substring(authority.lastIndexOf('@') + 1);
            if (host.indexOf(' ') >= 0) {
                return "invalid character \" \" in host name";
            }
            String port = port(host);
            if (!port.matches("[0-9]*")) {
                return "invalid port " + GoText.quoted(":" + port) + " after host";
            }
        }
        return "";
    }

    /** A text in which {@link #problem} finds none. */
    static GoUrl parse(String text) {
        int colon = text.indexOf(':');
        boolean scheme = colon > 0 && text.substring(0, colon).matches("[a-zA-Z][a-zA-Z0-9+.-]*");
        String rest = scheme ? text.substring(colon + 1) : text;
        int mark = rest.indexOf('?');
        String query = mark < 0 ? "" : rest.substring(mark + 1);
        String before = mark < 0 ? rest : rest.substring(0, mark);
        String host = "";
        if (scheme && before.startsWith("//") || !scheme && before.startsWith("//") && !before.startsWith("///")) {
            int slash = before.indexOf('/', 2);
            String authority = slash < 0 ? before.substring(2) : before.substring(2, slash);
            host = authority.substring(authority.lastIndexOf('@') + 1);
            before = slash < 0 ? "" : before.substring(slash);
        } else if (!before.startsWith("/")) {
            before = "";
        }
        String name = scheme ? text.substring(0, colon).toLowerCase(java.util.Locale.ROOT) : "";
        return new GoUrl(name, host, before, query);
    }

    String hostname() {
        String port = port(host);
        String bare =
                port.isEmpty() && !host.endsWith(":") ? host : host.substring(0, host.length() - port.length() - 1);
        return bare.startsWith("[") && bare.endsWith("]") ? bare.substring(1, bare.length() - 1) : bare;
    }

    String port() {
        return port(host);
    }

    private static String port(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0 || host.indexOf(']', colon) >= 0 ? "" : host.substring(colon + 1);
    }

    /** The path with everything escaped that has to be. */
    String escapedPath() {
        StringBuilder out = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-_.~$&+,/:;=@%!'()*[]".indexOf(c) >= 0);
            out.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return out.toString();
    }

    @Override
    public String typeName() {
        return LibraryTypes.URL.name();
    }
}
