/** The expressions of admission policies: checked with their policy, run on requests. */
@NullMarked
package io.shiplog.cel.policy;

import org.jspecify.annotations.NullMarked;
