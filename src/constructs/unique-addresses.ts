import {
  TerraformDataSource,
  TerraformElement,
  TerraformLocal,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
} from 'cdktf';
import type { Construct, IConstruct, IValidation } from 'constructs';

const guarded = new WeakSet<TerraformStack>();

/**
 * Makes the stack of a construct refuse two constructs of one Terraform address, which cdktf would merge without a
 * word: the last wins, and a machine is gone. Every construct of ours calls it, so that it holds in any stack.
 */
export function guardAddresses(construct: Construct): void {
  const stack = TerraformStack.of(construct);
  if (guarded.has(stack)) return;
  guarded.add(stack);
  stack.node.addValidation(new UniqueAddresses(stack));
}

/** Refuses two constructs of one address in a stack. */
class UniqueAddresses implements IValidation {
  readonly #stack: TerraformStack;

  constructor(stack: TerraformStack) {
    this.#stack = stack;
  }

  validate(): string[] {
    const paths = new Map<string, string>();
    const clashes: string[] = [];
    for (const element of elementsOf(this.#stack)) {
      const address = addressOf(element);
      if (address === undefined) continue;
      const first = paths.get(address);
      if (first === undefined) paths.set(address, element.node.path);
      else clashes.push(`${address} is the address of two constructs: ${first} and ${element.node.path}`);
    }
    return clashes;
  }
}

function* elementsOf(construct: IConstruct): Iterable<TerraformElement> {
  if (TerraformElement.isTerraformElement(construct)) yield construct;
  for (const child of construct.node.children) {
    if (!TerraformStack.isStack(child)) yield* elementsOf(child);
  }
}

function addressOf(element: TerraformElement): string | undefined {
  if (TerraformResource.isTerraformResource(element)) {
    return `${element.terraformResourceType}.${element.friendlyUniqueId}`;
  }
  if (TerraformDataSource.isTerraformDataSource(element)) {
    return `data.${element.terraformResourceType}.${element.friendlyUniqueId}`;
  }
  if (element instanceof TerraformVariable) return `var.${element.friendlyUniqueId}`;
  if (element instanceof TerraformLocal) return `local.${element.friendlyUniqueId}`;
  if (element instanceof TerraformOutput) return `output.${element.friendlyUniqueId}`;
  return undefined;
}
