import { lifeOfASite } from './support/site-life.js';

lifeOfASite('terraform');
