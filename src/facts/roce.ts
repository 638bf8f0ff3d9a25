/**
 * How RoCE traffic is marked, the same on hosts and switches.
 *
 * Source: Cumulus Linux, defaults of `nv set qos roce` (read): DSCP 26 is switch priority 3, with PFC and ECN on it;
 * congestion notifications are DSCP 48 in priority 6. The traffic class byte is DSCP times four, and 2 for ECT.
 */
export const roce = {
  dscp: 26,
  priority: 3,
  notificationDscp: 48,
  notificationPriority: 6,
  trafficClass: 106,
} as const;
