package io.shiplog.apiserver.authn;

import io.shiplog.apiserver.status.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    private static final String ACCOUNT = "system:serviceaccount:";
    private static final String AUTHENTICATED = "system:authenticated";

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
    public static Identity of(Identity identity, Set<String> names, Function<String, List<String>> values) {
        List<String> users = values.apply(USER);
        List<String> groups = values.apply(GROUP);
        List<String> uids = values.apply(UID);
        List<String> extras = names.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> name.startsWith(EXTRA))
                .toList();
        String user = users.isEmpty() ? "" : users.getFirst();
        if (user.isEmpty()) {
            if (groups.isEmpty() && uids.isEmpty() && extras.isEmpty()) {
                return identity;
            }
            throw Failures.badRequest("requested impersonation without impersonating a user")
                    .exception();
        }
        require(identity, user.startsWith(ACCOUNT) ? "serviceaccounts" : "users", "", user);
        groups.forEach(group -> require(identity, "groups", "", group));
        uids.forEach(uid -> require(identity, "uids", "authentication.k8s.io", uid));
        extras.forEach(extra -> require(identity, "userextras", "authentication.k8s.io", extra));
        return new Identity(user, groups.isEmpty() ? groupsOf(user) : with(groups, user), identity);
    }

    private static void require(Identity identity, String resource, String group, String name) {
        AccessAttributes access = new AccessAttributes("impersonate", group, resource, "", "", name, "");
        if (!Authorization.allows(identity, access)) {
            throw Authorization.refusal(identity, access).exception();
        }
    }

    private static List<String> groupsOf(String user) {
        List<String> groups = new ArrayList<>();
        if (user.startsWith(ACCOUNT)) {
            String namespace = user.substring(ACCOUNT.length()).split(":", 2)[0];
            groups.add("system:serviceaccounts");
            groups.add("system:serviceaccounts:" + namespace);
        }
        return with(groups, user);
    }

    /** Everybody but the anonymous user has proved who he is. */
    private static List<String> with(List<String> groups, String user) {
        List<String> all = new ArrayList<>(groups);
        boolean said = groups.contains(AUTHENTICATED) || groups.contains("system:unauthenticated");
        if (!said) {
            all.add(user.equals("system:anonymous") ? "system:unauthenticated" : AUTHENTICATED);
        }
        return all;
    }
}
