package io.shiplog.apiserver.tunnel;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of a request that is passed on to a pod, a service or a node, taken apart.
 *
 * @param prefix what the server has made of the target's root, such as {@code /api/v1/nodes/n/proxy}
 * @param rest what the target is asked for, as it was written; empty or from its slash on
 */
record ProxiedPath(String prefix, String rest) {
    /** Attributes of HTML that hold URLs, whose value begins at the target's root. */
    private static final Pattern LINK = Pattern.compile(
            "(<[a-zA-Z][^<>]*?\\s(?:action|background|cite|classid|codebase|data|formaction|href|icon|longdesc|manifest"
                    + "|poster|profile|src|usemap)\\s*=\\s*[\"'])(/(?!/)[^\"']*)");

    /** @param path a path whose subresource is {@code proxy}, percent-encoded */
    static ProxiedPath of(String path, boolean namespaced) {
        int end = 0;
        for (int segment = namespaced ? 7 : 5; segment > 0; segment--) {
            while (end < path.length() && path.charAt(end) == '/') {
                end++;
            }
            int slash = path.indexOf('/', end);
            end = slash < 0 ? path.length() : slash;
        }
        return new ProxiedPath(path.substring(0, end), path.substring(end));
    }

    /** Where a redirect of the target leads for the client: one to the target itself stays below the prefix. */
    String location(String given, ProxyTarget target) {
        URI uri;
        try {
            uri = URI.create(given);
        } catch (IllegalArgumentException notOurs) {
            return given;
        }
        String host = uri.getHost();
        boolean itself = host == null
                ? uri.getScheme() == null
                : host.equals(target.host()) && (uri.getPort() < 0 || uri.getPort() == target.port());
        if (!itself || uri.getRawPath() == null || !uri.getRawPath().startsWith("/")) {
            return given;
        }
        return prefix
                + uri.getRawPath()
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
                + (uri.getRawFragment() == null ? "" : "#" + uri.getRawFragment());
    }

    /** A page of the target's whose links to its root lead below the prefix. */
    String page(String html) {
        return LINK.matcher(html).replaceAll(link -> Matcher.quoteReplacement(link.group(1) + prefix + link.group(2)));
    }
}
