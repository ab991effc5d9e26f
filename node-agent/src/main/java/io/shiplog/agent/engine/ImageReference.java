package io.shiplog.agent.engine;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An image's name, taken apart as registries and engines do (the distribution project's grammar of references).
 *
 * @param domain the registry's host, with its port if it has one; {@code docker.io} where the name says none
 * @param path the repository in there, such as {@code library/nginx}
 * @param version {@code :tag} or {@code @digest} as it was written, empty when it was not
 */
public record ImageReference(String domain, String path, String version) {
    /** The registry of names without one. */
    public static final String DEFAULT_DOMAIN = "docker.io";

    private static final String OLD_DEFAULT_DOMAIN = "index.docker.io";
    private static final String OFFICIAL = "library/";
    private static final int MAX_NAME = 255;

    private static final Pattern DOMAIN = Pattern.compile(
            "(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?");
    private static final Pattern PATH =
            Pattern.compile("[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*");
    private static final Pattern VERSION = Pattern.compile(
            "(?::\\w[\\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?");
    private static final Pattern IDENTIFIER = Pattern.compile("[a-f0-9]{64}");

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException when it is none, with the reason in the engines' words
     */
    public static ImageReference parse(String name) {
        if (IDENTIFIER.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "invalid repository name (" + name + "), cannot specify 64-byte hexadecimal strings");
        }
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean domain = slash >= 0
                && (first.contains(".")
                        || first.contains(":")
                        || first.equals("localhost")
                        || !first.equals(first.toLowerCase(Locale.ROOT)));
        String host = domain ? first : DEFAULT_DOMAIN;
        if (host.equals(OLD_DEFAULT_DOMAIN)) {
            host = DEFAULT_DOMAIN;
        }
        String rest = domain ? name.substring(slash + 1) : name;
        if (host.equals(DEFAULT_DOMAIN) && !rest.contains("/")) {
            rest = OFFICIAL + rest;
        }
        int end = end(rest);
        String path = rest.substring(0, end);
        if (!path.equals(path.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "invalid reference format: repository name (" + path + ") must be lowercase");
        }
        String version = rest.substring(end);
        if (!DOMAIN.matcher(host).matches()
                || !PATH.matcher(path).matches()
                || !VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException("invalid reference format");
        }
        if (path.length() > MAX_NAME) {
            throw new IllegalArgumentException("repository name must not be more than 255 characters");
        }
        return new ImageReference(host, path, version);
    }

    private static int end(String rest) {
        int colon = rest.indexOf(':');
        int at = rest.indexOf('@');
        if (colon < 0 && at < 0) {
            return rest.length();
        }
        return colon < 0 ? at : at < 0 ? colon : Math.min(colon, at);
    }
}
