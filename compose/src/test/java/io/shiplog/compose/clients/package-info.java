/** Client libraries of Java, unchanged, against the API server: what authors of operators use. */
@NullMarked
package io.shiplog.compose.clients;

import org.jspecify.annotations.NullMarked;
