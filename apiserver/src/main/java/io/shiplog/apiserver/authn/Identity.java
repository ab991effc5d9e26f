package io.shiplog.apiserver.authn;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.naming.NamingException;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;

/**
 * An authenticated user.
 *
 * @param user the certificate's common name
 * @param groups the certificate's organizations and {@code system:authenticated}
 * @param impersonator who acts as this user, null when it is the user itself
 * @param validFrom since when the certificate is valid that shows it; null when none does
 */
public record Identity(
        String user,
        List<String> groups,
        @Nullable Identity impersonator,
        @Nullable Instant validFrom) {
    public Identity {
        groups = List.copyOf(groups);
    }

    /** A user that acts as itself and shows no certificate. */
    public Identity(String user, List<String> groups) {
        this(user, groups, null);
    }

    /** A user as whom another one acts. */
    public Identity(String user, List<String> groups, @Nullable Identity impersonator) {
        this(user, groups, impersonator, null);
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
        groups.add("system:authenticated");
        return new Identity(user, groups, null, x509.getNotBefore().toInstant());
    }
}
