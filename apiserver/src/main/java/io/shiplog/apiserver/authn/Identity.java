package io.shiplog.apiserver.authn;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.naming.NamingException;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;

/**
 * An authenticated user, or {@link #ANONYMOUS}.
 *
 * @param user the certificate's common name, or what a token says
 * @param uid what tells it from a user of the same name at another time; empty for none
 * @param groups the certificate's organizations and {@code system:authenticated}
 * @param extra what else is known of it, by name
 * @param impersonator who acts as this user, null when it is the user itself
 * @param validFrom since when the certificate is valid that shows it; null when none does
 */
public record Identity(
        String user,
        String uid,
        List<String> groups,
        Map<String, List<String>> extra,
        @Nullable Identity impersonator,
        @Nullable Instant validFrom) {
    /** How the users of nodes are called, each followed by the node's name. */
    public static final String NODE = "system:node:";

    /** How the users of service accounts are called, each followed by namespace, colon and name. */
    public static final String ACCOUNT = "system:serviceaccount:";

    /** The group of everybody who has proved who it is. */
    public static final String AUTHENTICATED = "system:authenticated";

    /** Who says nothing of who it is. */
    public static final Identity ANONYMOUS = new Identity("system:anonymous", List.of("system:unauthenticated"));

    private static final String NODES = "system:nodes";

    public Identity {
        groups = List.copyOf(groups);
        var copies = new LinkedHashMap<String, List<String>>();
        extra.forEach((name, values) -> copies.put(name, List.copyOf(values)));
        extra = copies;
    }

    /** A user that acts as itself and shows no certificate. */
    public Identity(String user, List<String> groups) {
        this(user, groups, null);
    }

    /** A user as whom another one acts. */
    public Identity(String user, List<String> groups, @Nullable Identity impersonator) {
        this(user, groups, impersonator, null);
    }

    /** A user of whom no more is known. */
    public Identity(String user, List<String> groups, @Nullable Identity impersonator, @Nullable Instant validFrom) {
        this(user, "", groups, Map.of(), impersonator, validFrom);
    }

    /** The name of the node that it is; empty when it is none. */
    public Optional<String> node() {
        return user.startsWith(NODE) && user.length() > NODE.length() && groups.contains(NODES)
                ? Optional.of(user.substring(NODE.length()))
                : Optional.empty();
    }

    /** The user of a client certificate that the TLS layer has verified, null when its subject has no common name. */
    public static @Nullable Identity of(Certificate certificate) {
        if (!(certificate instanceof X509Certificate x509)) {
            return null;
        }
        String user = "";
        List<String> groups = new ArrayList<>();
        try {
            for (var rdn : new LdapName(x509.getSubjectX500Principal().getName()).getRdns()) {
                var attributes = rdn.toAttributes();
                var names = attributes.get("CN");
                if (names != null) {
                    user = String.valueOf(names.get());
                }
                var organizations = attributes.get("O");
                if (organizations != null) {
                    for (int i = 0; i < organizations.size(); i++) {
                        groups.add(String.valueOf(organizations.get(i)));
                    }
                }
            }
        } catch (NamingException e) {
            // A subject that is no name identifies nobody: the request is answered as one without credentials.
            return null;
        }
        if (user.isEmpty()) {
            return null;
        }
        groups.add(AUTHENTICATED);
        return new Identity(user, groups, null, x509.getNotBefore().toInstant());
    }
}
