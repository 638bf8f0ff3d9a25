import type { ITerraformDependable, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { EnrolmentModel, MachineModel } from '../../model/types.js';
import { guardAddresses } from '../unique-addresses.js';
import { addThing } from './triggers.js';

/** What the enrolment of a dry run is made from. */
export interface DryRunMachineProps {
  readonly machine: MachineModel;
  readonly enrolment: EnrolmentModel;
}

/** A machine, in a plan that touches nothing. */
export class DryRunMachine extends Construct {
  readonly resource: TerraformResource;

  constructor(scope: Construct, id: string, { machine, enrolment }: DryRunMachineProps) {
    super(scope, id);
    this.resource = addThing(this, 'machine', [machine.asset], { ...machine, enrolment });
    guardAddresses(this);
  }

  get dependable(): ITerraformDependable {
    return this.resource;
  }
}
