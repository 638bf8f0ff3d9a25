import { z } from 'zod';

/** A DNS label (RFC 1035): 1 to 63 of `a-z0-9-`, no hyphen at either end. Also a Terraform and MAAS name. */
export const DnsLabel = z
  .string()
  .max(63, { error: 'must be at most 63 characters' })
  .regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, { error: 'must be a lower-case DNS label (a-z, 0-9, -)' });

/** A DNS name (RFC 1123): labels with dots between, at most 253 characters. */
export const DnsName = z
  .string()
  .max(253, { error: 'must be at most 253 characters' })
  .regex(/^(?=.)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/, {
    error: 'must be a lower-case DNS name',
  });

/** A Linux interface name: at most 15 characters (IFNAMSIZ), letters, digits, `_`, `-`, begins with a letter. */
export const NicName = z
  .string()
  .max(15, { error: 'must be at most 15 characters (the limit of Linux interface names)' })
  .regex(/^[a-zA-Z][a-zA-Z0-9_-]*$/, { error: 'must be an interface name (letters, digits, _ and -)' });

/** A name of a disk inside one machine. */
export const DiskName = z
  .string()
  .max(32, { error: 'must be at most 32 characters' })
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/, { error: 'must be a disk name (letters, digits, _, . and -)' });

/** An Ethernet MAC (6 octets) or an InfiniBand hardware address (8 octets, or 20 as IPoIB shows it), `:` or `-` between. */
export const Mac = z
  .string()
  .regex(
    /^[0-9a-fA-F]{2}(?:[:-][0-9a-fA-F]{2}){5}(?:(?:[:-][0-9a-fA-F]{2}){2}(?:(?:[:-][0-9a-fA-F]{2}){12})?)?$/,
    {
      error: 'must be a MAC address such as 02:00:5e:00:53:01 (8 or 20 octets for InfiniBand)',
    },
  );

/** An IPv4 or IPv6 address, in the plain form. Checked in full by the model; here by shape. */
export const IpAddress = z.string().regex(/^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$/, {
  error: 'must be an IP address',
});

/** An IPv4 or IPv6 prefix such as `192.0.2.0/24`. Host bits are refused by a guardrail that names the right prefix. */
export const Cidr = z.string().regex(/^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)\/\d{1,3}$/, {
  error: 'must be a prefix such as 192.0.2.0/24',
});

/** Layer-2 MTU in bytes. MAAS takes 552 to 65535. */
export const Mtu = z.int().min(552).max(65535);

/** 802.1Q VLAN id as MAAS counts: 0 is the untagged VLAN of a fabric, tagged ones are 1 to 4094. */
export const VlanId = z.int().min(0).max(4094);

export const Watts = z.number().positive();

/** How an erase at release is done; see `Release`. */
export const EraseMode = z.enum(['secure', 'full', 'quick', 'none']);
export type EraseMode = z.output<typeof EraseMode>;
