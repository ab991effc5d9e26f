package io.shiplog.apiserver.authn;

import io.shiplog.apiserver.status.Failures;
import io.shiplog.resources.rbac.AccessAttributes;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Acting as somebody else, as {@code kubectl --as} asks for it in headers (apiserver's {@code WithImpersonation},
 * v1.34): who may impersonate each of the parts is then authorized, and recorded, as the whole. Pure.
 */
public final class Impersonation {
    private static final String PREFIX = "Impersonate-";
    private static final String USER = "Impersonate-User";
    private static final String GROUP = "Impersonate-Group";
    private static final String UID = "Impersonate-Uid";
    private static final String EXTRA = "impersonate-extra-";
    private static final String AUTHENTICATION = "authentication.k8s.io";

    private Impersonation() {}

    /** Whether a header of this name has to do with acting as somebody else. */
    public static boolean isAsked(String header) {
        return header.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /**
     * Who a request acts as: {@code identity} itself unless its headers say otherwise.
     *
     * @param names the names of the request's headers
     * @param values the values of a header
     * @throws io.shiplog.apiserver.status.ApiException 403 when {@code identity} may not act as that; 400 for groups,
     *     uid or extra fields without a user
     */
    public static Identity of(
            Identity identity, Set<String> names, Function<String, List<String>> values, RequestAuthorizer authorizer) {
        List<String> users = values.apply(USER);
        List<String> groups = values.apply(GROUP);
        List<String> uids = values.apply(UID);
        Map<String, List<String>> extra = extra(names, values);
        String user = users.isEmpty() ? "" : users.getFirst();
        if (user.isEmpty()) {
            if (groups.isEmpty() && uids.isEmpty() && extra.isEmpty()) {
                return identity;
            }
            throw Failures.badRequest("requested impersonation without impersonating a user")
                    .exception();
        }
        authorizer.require(identity, asUser(user));
        groups.forEach(group -> authorizer.require(identity, as("groups", "", "", group)));
        extra.forEach((name, texts) ->
                texts.forEach(text -> authorizer.require(identity, as("userextras", name, AUTHENTICATION, text))));
        uids.forEach(uid -> authorizer.require(identity, as("uids", "", AUTHENTICATION, uid)));
        return new Identity(
                user,
                uids.isEmpty() ? "" : uids.getFirst(),
                groups.isEmpty() ? groupsOf(user) : with(groups, user),
                extra,
                identity,
                null);
    }

    private static Map<String, List<String>> extra(Set<String> names, Function<String, List<String>> values) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        for (String name : names) {
            String header = name.toLowerCase(Locale.ROOT);
            if (header.startsWith(EXTRA)) {
                String key = decoded(header.substring(EXTRA.length()));
                extra.computeIfAbsent(key, known -> new ArrayList<>()).addAll(values.apply(name));
            }
        }
        return extra;
    }

    /** What is no escape stands for itself, as upstream takes it. */
    private static String decoded(String key) {
        try {
            return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEscaped) {
            return key;
        }
    }

    /** A service account is an object of its namespace; any other user is none. */
    private static AccessAttributes asUser(String user) {
        String[] account = user.startsWith(Identity.ACCOUNT)
                ? user.substring(Identity.ACCOUNT.length()).split(":", -1)
                : new String[0];
        return account.length == 2
                ? new AccessAttributes("impersonate", "", "serviceaccounts", "", account[0], account[1], "")
                : as("users", "", "", user);
    }

    private static AccessAttributes as(String resource, String subresource, String group, String name) {
        return new AccessAttributes("impersonate", group, resource, subresource, "", name, "");
    }

    private static List<String> groupsOf(String user) {
        List<String> groups = new ArrayList<>();
        if (user.startsWith(Identity.ACCOUNT)) {
            String namespace = user.substring(Identity.ACCOUNT.length()).split(":", 2)[0];
            groups.add("system:serviceaccounts");
            groups.add("system:serviceaccounts:" + namespace);
        }
        return with(groups, user);
    }

    /** Everybody but the anonymous user has proved who he is. */
    private static List<String> with(List<String> groups, String user) {
        List<String> all = new ArrayList<>(groups);
        boolean said = groups.contains(Identity.AUTHENTICATED) || groups.contains("system:unauthenticated");
        if (!said) {
            all.add(user.equals("system:anonymous") ? "system:unauthenticated" : Identity.AUTHENTICATED);
        }
        return all;
    }
}
